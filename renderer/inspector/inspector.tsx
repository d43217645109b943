import type { LucideIcon } from 'lucide-react'
import {
  Cable,
  ChartLine,
  GanttChart,
  MessagesSquare,
  Network,
  Pause,
  Play,
  Terminal,
  Timer,
} from 'lucide-react'
import { Tabs } from 'radix-ui'
import type { ComponentType } from 'react'
import { useEffect, useRef } from 'react'
import { useBench, useSignal } from '../app/bench-context'
import { ConnectionPanel } from '../connection/connection-panel'
import { ConsolePanel } from '../console/console-panel'
import { useConsoleNews } from '../console/use-console-news'
import { IconButton } from '../design/button'
import { ExportButton } from '../exports/export-button'
import { ImportButton } from '../exports/import-button'
import { TimingPanel } from '../latency/timing-panel'
import { MessagesPanel } from '../messages/messages-panel'
import { useShownSession } from '../messages/use-shown-session'
import { PacketsPanel } from '../packets/packets-panel'
import { StatsPanel } from '../stats/stats-panel'
import { TimelinePanel } from '../timeline/timeline-panel'
import { ClearButton } from './clear-button'
import { focusQueryField } from './focus-query-field'
import styles from './inspector.module.css'
import type { TabId } from './inspector-store'
import { SessionChooser } from './session-chooser'
import { useInspector } from './use-inspector'

export interface InspectorTab {
  readonly id: TabId
  readonly title: string
  readonly icon: LucideIcon
  /** It shows the session of `useShownSession`, and stands still while the inspector's `paused` says so. */
  readonly panel: ComponentType
  /** What the tab says happened there while it was not looked at; null = nothing. A hook. */
  readonly useNews?: (isOpen: boolean) => string | null
}

const inspectorTabs: readonly InspectorTab[] = [
  { id: 'messages', title: 'Messages', icon: MessagesSquare, panel: MessagesPanel },
  { id: 'console', title: 'Console', icon: Terminal, panel: ConsolePanel, useNews: useConsoleNews },
  { id: 'timeline', title: 'Timeline', icon: GanttChart, panel: TimelinePanel },
  { id: 'connection', title: 'Connection', icon: Cable, panel: ConnectionPanel },
  { id: 'packets', title: 'Packets', icon: Network, panel: PacketsPanel },
  { id: 'stats', title: 'Stats', icon: ChartLine, panel: StatsPanel },
  { id: 'timing', title: 'Timing', icon: Timer, panel: TimingPanel },
]

/** All that passed in a session: one tab for each way to look at it. */
export function Inspector() {
  const { store } = useBench().inspector
  const open = useInspector((state) => state.tab)
  const root = useRef<HTMLDivElement>(null)
  const show = (tab: TabId) => store.setState({ tab })
  useInspectorKeys(root, show)
  return (
    <Tabs.Root
      ref={root}
      className={styles.inspector}
      value={open}
      onValueChange={(tab) => show(tab as TabId)}
    >
      <header className={styles.header}>
        <Tabs.List className={styles.tabs} aria-label="Inspector">
          {inspectorTabs.map((tab, at) => (
            <Tab key={tab.id} tab={tab} isOpen={tab.id === open} shortcut={`Control+${at + 1}`} />
          ))}
        </Tabs.List>
        <SessionActions />
      </header>
      {inspectorTabs.map(({ id, panel: Panel }) => (
        <Tabs.Content key={id} value={id} className={styles.content} tabIndex={-1}>
          <Panel />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}

const noNews = (): null => null

interface TabProps {
  readonly tab: InspectorTab
  readonly isOpen: boolean
  readonly shortcut: string
}

function Tab({ tab, isOpen, shortcut }: TabProps) {
  const { id, title, icon: Icon } = tab
  // The table does not change, so each tab calls the same hook each time.
  const useNews = tab.useNews ?? noNews
  const news = useNews(isOpen)
  return (
    <Tabs.Trigger value={id} className={styles.tab} aria-keyshortcuts={shortcut} title={news ?? title}>
      <Icon size={14} aria-hidden />
      <span className={styles.title}>{title}</span>
      {news !== null && <span role="img" className={styles.news} aria-label={news} />}
    </Tabs.Trigger>
  )
}

/** Whose rows are shown, whether they stand still, and how to be rid of them: the same for every tab. */
function SessionActions() {
  const { inspector, window } = useBench()
  const query = useInspector((state) => state.filters[state.tab]?.text ?? '')
  const sessionId = useShownSession()
  const paused = useSignal(inspector.paused)
  return (
    <div className={styles.actions}>
      <div className={styles.session}>
        <SessionChooser sessionId={sessionId} />
      </div>
      <IconButton
        label={paused ? 'Resume' : 'Pause'}
        hint={paused ? 'Show what came meanwhile' : 'Stop the view; everything is still recorded'}
        icon={paused ? Play : Pause}
        disabled={!sessionId}
        onClick={() => inspector.paused.set(!paused)}
      />
      <ExportButton sessionId={sessionId} query={query} />
      <ImportButton onImported={(chosenSessionId) => window.setState({ chosenSessionId })} />
      <ClearButton sessionId={sessionId} />
    </div>
  )
}

/** Ctrl+1 to Ctrl+9 for the tabs, Ctrl+F for the query of the one that is open. */
function useInspectorKeys(root: { readonly current: HTMLElement | null }, show: (tab: TabId) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      const tab = inspectorTabs[Number(event.key) - 1]
      if (tab) show(tab.id)
      else if (event.key.toLowerCase() === 'f') focusQueryField(root.current)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  })
}
