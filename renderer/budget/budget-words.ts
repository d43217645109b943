import type { MethodBudget } from '../../contract/budget'
import type { Grade } from '../design/grade'

/** From here on little room is left for a slower machine, or a busy one. */
const TIGHT = 0.5

/** Of the time for one call, taken by 95 % of them at most; null where there is no such time. */
export const shareOf = ({ ms, budgetMs }: Pick<MethodBudget, 'ms' | 'budgetMs'>): number | null =>
  budgetMs === null ? null : ms.p95 / budgetMs

export function toneOf(share: number): Grade {
  if (share > 1) return 'over'
  return share > TIGHT ? 'tight' : 'good'
}

/** What the colour of a share says. */
export const toneWords: { readonly [T in Grade]: string } = {
  good: 'in time',
  tight: 'little room',
  over: 'too slow',
}

/** Three figures, as far as there are any. */
export function msText(ms: number): string {
  if (ms >= 100) return `${Math.round(ms)} ms`
  return `${ms.toFixed(ms >= 10 ? 1 : 2)} ms`
}

export const percentText = (share: number): string => `${Math.round(share * 100)} %`

/** What has a deadline first, then what is called most; the lines of one method stay together. */
export function inOrder(methods: readonly MethodBudget[]): readonly MethodBudget[] {
  const whole = methods.filter(({ version }) => version === null)
  const rank = ({ budgetMs }: MethodBudget): number => (budgetMs === null ? 1 : 0)
  whole.sort((a, b) => rank(a) - rank(b) || b.ms.count - a.ms.count)
  return whole.flatMap(({ method }) => methods.filter((one) => one.method === method))
}

/** The query for the calls of one line. */
export function callsQuery({ method, version }: Pick<MethodBudget, 'method' | 'version'>): string {
  return `kind:call method:${method}${version === null ? '' : ` version:${version}`}`
}

/** The query for those of them that took longer than there was time. */
export const missesQuery = (budget: Pick<MethodBudget, 'method' | 'version'>): string =>
  `${callsQuery(budget)} share>1`

/** The query for the longest of them: one call. */
export function longestQuery(budget: Pick<MethodBudget, 'method' | 'version' | 'longestAtUs'>): string {
  const ms = budget.longestAtUs / 1000
  return `${callsQuery(budget)} at:${Math.floor(ms)}ms..${Math.ceil(ms)}ms`
}
