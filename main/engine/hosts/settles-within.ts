/** Whether `promise` settles within `ms`; waits no longer than that. A rejection is passed on. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([promise.then(() => true), limit])
  } finally {
    clearTimeout(timer)
  }
}
