import { useRef, useSyncExternalStore } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { DetectivePanel } from '../detective/detective-panel'
import { AccidentNotice } from '../engine/accident-notice'
import { EngineBanner } from '../engine/engine-banner'
import { HandlerPane } from '../handlers/handler-pane'
import { Inspector } from '../inspector/inspector'
import { SessionPane } from '../sessions/session-pane'
import { Stage } from '../stage/stage'
import { VersionDiff } from '../versions/version-diff'
import styles from './app.module.css'
import { TopBar } from './top-bar'
import { useKeepSelection } from './use-keep-selection'

/** From here on the messages stand beside the stage. */
const WIDE = '(min-width: 1560px)'

function useWide(): boolean {
  const query = useRef(matchMedia(WIDE)).current
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => query.matches,
  )
}

export function App() {
  useKeepSelection()
  const columns = useDefaultLayout({ id: 'soundcheck.columns', panelIds: ['handlers', 'main'] })
  return (
    <div className={styles.app}>
      <TopBar />
      <EngineBanner />
      <AccidentNotice />
      <Group
        className={styles.columns}
        defaultLayout={columns.defaultLayout}
        onLayoutChanged={columns.onLayoutChanged}
      >
        <Panel
          id="handlers"
          defaultSize={240}
          minSize={180}
          maxSize={440}
          groupResizeBehavior="preserve-pixel-size"
        >
          <div className={styles.side}>
            <HandlerPane />
            <SessionPane />
          </div>
        </Panel>
        <Separator className={styles.upright} />
        <Panel id="main" minSize={480}>
          <MainArea />
        </Panel>
      </Group>
      <VersionDiff />
      <DetectivePanel />
    </div>
  )
}

function MainArea() {
  const wide = useWide()
  const layout = useDefaultLayout({
    id: wide ? 'soundcheck.main-wide' : 'soundcheck.main',
    panelIds: ['stage', 'messages'],
  })
  return (
    <Group
      key={wide ? 'wide' : 'tall'}
      orientation={wide ? 'horizontal' : 'vertical'}
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Panel id="stage" defaultSize="58%" minSize={180}>
        <Stage />
      </Panel>
      <Separator className={wide ? styles.upright : styles.level} />
      <Panel id="messages" minSize={150}>
        <Inspector />
      </Panel>
    </Group>
  )
}
