// The few shapes that the guide's pictures are made of. Every picture brings its own background, light or dark, so that it
// can be read on any page.

const STYLE = `
  .card { fill: #ffffff; stroke: #d0d7de; }
  text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328; }
  .small { font-size: 11.5px; }
  .soft { fill: #59636e; }
  .strong { font-weight: 600; }
  .code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 12px; }
  .grid { stroke: #d8dee4; fill: none; }
  .limit { stroke: #8250df; fill: none; stroke-width: 1.5; stroke-dasharray: 5 4; }
  .limit-text { fill: #8250df; font-size: 11.5px; }
  .curve { stroke: #59636e; fill: #eaeef2; stroke-width: 1.5; }
  .utterance { fill: #54aeff; fill-opacity: 0.35; stroke: #0969da; }
  .reply { fill: #d4a72c; fill-opacity: 0.3; stroke: #9a6700; }
  .begin { fill: #1a7f37; stroke: #1a7f37; }
  .end { fill: #cf222e; stroke: #cf222e; }
  .box { fill: #f6f8fa; stroke: #818b98; }
  .accent { fill: #ddf4ff; stroke: #0969da; }
  .flow { stroke: #59636e; fill: none; stroke-width: 1.5; }
  .flow-inputs { stroke: #8250df; fill: none; stroke-width: 1.5; }
  .flow-pause { stroke: #9a6700; fill: none; stroke-width: 1.5; stroke-dasharray: 5 4; }
  .flow-text { fill: #1f2328; font-size: 11.5px; }
  .flow-inputs-text { fill: #8250df; font-size: 11.5px; }
  .flow-pause-text { fill: #9a6700; font-size: 11.5px; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .soft { fill: #9198a1; }
    .grid { stroke: #2b3138; }
    .limit { stroke: #ab7df8; }
    .limit-text { fill: #ab7df8; }
    .curve { stroke: #9198a1; fill: #212830; }
    .utterance { fill: #1f6feb; fill-opacity: 0.45; stroke: #4493f8; }
    .reply { fill: #9e6a03; fill-opacity: 0.45; stroke: #d29922; }
    .begin { fill: #3fb950; stroke: #3fb950; }
    .end { fill: #f85149; stroke: #f85149; }
    .box { fill: #151b23; stroke: #656c76; }
    .accent { fill: #121d2f; stroke: #4493f8; }
    .flow { stroke: #9198a1; }
    .flow-inputs { stroke: #ab7df8; }
    .flow-pause { stroke: #d29922; }
    .flow-text { fill: #f0f6fc; }
    .flow-inputs-text { fill: #ab7df8; }
    .flow-pause-text { fill: #d29922; }
  }`

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** @param {number} value pixels; tenths are enough, and keep the files small */
export const px = (value) => String(Math.round(value * 10) / 10)

/**
 * @param {number} x @param {number} y of the base line @param {string} content
 * @param {{ kind?: string, anchor?: 'start' | 'middle' | 'end' }} [more]
 */
export function text(x, y, content, { kind = '', anchor = 'start' } = {}) {
  return `<text x="${px(x)}" y="${px(y)}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>`
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} kind */
export function box(x, y, width, height, kind, radius = 4) {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${radius}" class="${kind}"/>`
}

/** @param {string} d @param {string} kind @param {string} [tip] the id of a marker to end with */
export function path(d, kind, tip) {
  return `<path d="${d}" class="${kind}"${tip ? ` marker-end="url(#${tip})"` : ''}/>`
}

/** @param {string} kind the class of the line that it ends */
const marker = (kind) =>
  `<marker id="tip-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8" class="${kind}" style="stroke-dasharray:none"/></marker>`

/**
 * @param {number} width @param {number} height @param {string} title for those who cannot see it
 * @param {readonly string[]} content
 */
export function picture(width, height, title, content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
<defs>${['flow', 'flow-inputs', 'flow-pause'].map(marker).join('')}</defs>
${box(0.5, 0.5, width - 1, height - 1, 'card', 8)}
${content.join('\n')}
</svg>
`
}
