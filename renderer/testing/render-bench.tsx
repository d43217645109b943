import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach } from 'vitest'
import { BenchProvider } from '../app/bench-context'
import { TooltipProvider } from '../design/tooltip'
import type { createTestBench } from './fake-call'
import { provideHighlights } from './text-highlights'

provideHighlights()
afterEach(cleanup)

/** Draws components above a test bench. */
export function renderBench(test: ReturnType<typeof createTestBench>, children: ReactNode) {
  return render(
    <BenchProvider bench={test.bench}>
      <TooltipProvider>{children}</TooltipProvider>
    </BenchProvider>,
  )
}
