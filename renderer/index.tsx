import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './design/tokens.css'
import './design/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Bridge } from '../contract/ipc'
import { App } from './app/app'
import { createBench, thisBrowser } from './app/bench'
import { BenchProvider } from './app/bench-context'
import { TooltipProvider } from './design/tooltip'

declare global {
  interface Window {
    /** From the preload. */
    readonly soundcheck: Bridge
  }
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id "root".')

const bench = createBench(window.soundcheck, thisBrowser())
window.addEventListener('pagehide', () => void bench.close())

createRoot(root).render(
  <StrictMode>
    <BenchProvider bench={bench}>
      <TooltipProvider>
        <App />
      </TooltipProvider>
    </BenchProvider>
  </StrictMode>,
)
