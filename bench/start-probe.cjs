// Loaded into the app's main process with Electron's `-r`: says when the app was ready, the page read and the window
// usable, in ms since the epoch. A debugger from outside would slow down what is measured.
const { app } = require('electron')

/** @param {string} step @param {number} at */
function tell(step, at) {
  process.stdout.write(`${process.env.SOUNDCHECK_BENCH_MARK}${JSON.stringify({ step, at })}\n`)
}

/** Usable: handlers are listed and Start can be pressed. */
const whenUsable = `new Promise((resolve) => {
  const look = () => {
    const start = [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Start')
    if (!start || start.disabled || !document.querySelector('[role=listbox] [role=option]')) return
    watcher.disconnect()
    resolve(Date.now())
  }
  const watcher = new MutationObserver(look)
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  look()
})`

app.whenReady().then(() => tell('ready', Date.now()))
app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    tell('page', Date.now())
    tell('usable', await contents.executeJavaScript(whenUsable))
  })
})
