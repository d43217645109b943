import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useListCursor } from './list-cursor'
import { RowList } from './row-list'

const VIEW = 240
const still = { shift: 0 }
const rows = {}

function List({ count }: { readonly count: number }) {
  const cursor = useListCursor()
  return (
    <RowList<number>
      label="Rows"
      count={count}
      moved={still}
      rows={rows}
      rowAt={(index) => index}
      keyOf={(row) => row}
      cursor={cursor}
      waiting={null}
      empty={null}
      renderLine={(row, { isOpen, isTabStop, onToggle }) => (
        <button type="button" tabIndex={isTabStop ? 0 : -1} aria-expanded={isOpen} onClick={onToggle}>
          row {row}
        </button>
      )}
      renderDetail={(row) => <p>detail {row}</p>}
    />
  )
}

const log = () => screen.getByRole('log', { name: 'Rows' })
const scrollTo = (top: number) =>
  act(() => {
    log().scrollTop = top
    log().dispatchEvent(new Event('scroll'))
  })

// Nothing has a size in happy-dom.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(VIEW)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(300)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return Number.parseFloat(this.querySelector('ul')?.style.height ?? '0')
  })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('the list of rows', () => {
  it('reaches the last of ten million rows, more than an element can be high', () => {
    render(<List count={10_000_000} />)
    scrollTo(Number.parseFloat(log().querySelector('ul')?.style.height ?? '0') - VIEW)
    expect(screen.getByText('row 9999999')).toBeDefined()
    expect(log().querySelectorAll('li').length).toBeLessThan(40)
    fireEvent.keyDown(log(), { key: 'Home' })
    scrollTo(log().scrollTop)
    expect(screen.getByText('row 0')).toBeDefined()
  })

  it('stays at what was opened while rows come, its line in view', () => {
    const { rerender } = render(<List count={100} />)
    scrollTo(100 * 24 - VIEW)
    fireEvent.click(screen.getByText('row 98'))
    expect(screen.getByText('detail 98')).toBeDefined()
    expect(log().scrollTop).toBe(98 * 24)
    rerender(<List count={150} />)
    expect(log().scrollTop).toBe(98 * 24)
    fireEvent.click(screen.getByRole('button', { name: '50 new' }))
    expect(log().scrollTop).toBe(150 * 24 + 300)
  })
})
