/** What the person does, as far as the handler listens. */
export type Listening = 'silent' | 'speaking'

/**
 * Where the reply is: `waiting` for the inputs that it needs, `making` it (it may be playing already), `playing` what is
 * left of it after it was made.
 */
export type Replying = 'none' | 'waiting' | 'making' | 'playing'

export interface TurnState {
  readonly person: Listening
  readonly reply: Replying
}

export interface TurnRules {
  /** False: from its first moment until its last sound was played a reply cannot be cut off, and nothing is listened to. */
  readonly canInterrupt: boolean
  /** Whether a reply is cut off when the person begins to speak, or when they have finished. */
  readonly interruptOn: 'start' | 'pause'
  /** Whether a reply needs inputs that are asked for each time. */
  readonly asksForInputs: boolean
}

export type TurnSignal =
  /** The person began to speak, or pressed the talk button. */
  | 'speech-started'
  /** The person stopped speaking, or let go of the talk button. */
  | 'speech-paused'
  /** A reply is wanted now, whatever was said. */
  | 'triggered'
  /** A first reply that nobody asked for: FastRTC's `startup_fn`. */
  | 'greeted'
  | 'inputs-given'
  /** The reply function has ended, well or not. */
  | 'reply-made'
  /** All that was emitted has been played. */
  | 'reply-played'

/** What is to be done, in this order. */
export type TurnEffect =
  /** Begin to keep what is said, from before the first of it. */
  | 'keep-speech'
  /** Tell that the person began to speak. */
  | 'tell-started'
  /** Tell that their turn is over. */
  | 'tell-paused'
  /** End the reply function and drop what is queued for playback. */
  | 'cut-reply'
  | 'ask-for-inputs'
  | 'make-reply'
  | 'make-greeting'
  /** Tell that the reply was played to its end. */
  | 'tell-finished'
  /** Tell the person that they cannot have that now. */
  | 'refuse'

export interface TurnStep {
  readonly state: TurnState
  readonly effects: readonly TurnEffect[]
}

/** Nobody speaks. */
export const quiet: TurnState = { person: 'silent', reply: 'none' }

/**
 * The next step of a conversation; pure. Source: the state table of FastRTC's `ReplyOnPause`, with its quirks mended: a
 * reply is cut off when the person begins to speak, lasts until it was played, and nothing that was said is thrown away.
 */
export function stepTurn(state: TurnState, signal: TurnSignal, rules: TurnRules): TurnStep {
  switch (signal) {
    case 'speech-started':
      return speechStarted(state, rules)
    case 'speech-paused':
      return speechPaused(state, rules)
    case 'triggered':
      return triggered(state, rules)
    case 'greeted':
      return greeted(state)
    case 'inputs-given':
      return inputsGiven(state)
    case 'reply-made':
      return state.reply === 'making' ? step({ ...state, reply: 'playing' }, []) : step(state, [])
    case 'reply-played':
      return state.reply === 'playing'
        ? step({ ...state, reply: 'none' }, ['tell-finished'])
        : step(state, [])
  }
}

function speechStarted(state: TurnState, { canInterrupt, interruptOn }: TurnRules): TurnStep {
  if (state.person === 'speaking') return step(state, [])
  // What is said while the inputs are awaited belongs to the turn that waits for them.
  if (state.reply === 'waiting') return step({ ...state, person: 'speaking' }, ['tell-started'])
  const begin = ['keep-speech', 'tell-started'] as const
  if (state.reply === 'none') return step({ ...state, person: 'speaking' }, begin)
  if (!canInterrupt) return step(state, [])
  if (interruptOn === 'pause') return step({ ...state, person: 'speaking' }, begin)
  return step({ person: 'speaking', reply: 'none' }, ['cut-reply', ...begin])
}

function speechPaused(state: TurnState, rules: TurnRules): TurnStep {
  if (state.person === 'silent') return step(state, [])
  if (state.reply === 'waiting') return step({ ...state, person: 'silent' }, ['tell-paused'])
  return beginReply(state, rules)
}

function triggered(state: TurnState, rules: TurnRules): TurnStep {
  if (state.reply === 'waiting') return step({ ...state, person: 'silent' }, ['tell-paused'])
  if (state.reply !== 'none' && !rules.canInterrupt) return step(state, ['refuse'])
  return beginReply(state, rules)
}

/** The person's turn is over: theirs is the next reply, whatever of the last one is left. */
function beginReply(state: TurnState, { asksForInputs }: TurnRules): TurnStep {
  const cut: readonly TurnEffect[] = state.reply === 'none' ? [] : ['cut-reply']
  const [reply, next] = asksForInputs
    ? (['waiting', 'ask-for-inputs'] as const)
    : (['making', 'make-reply'] as const)
  return step({ person: 'silent', reply }, [...cut, 'tell-paused', next])
}

/** Who is speaking already needs no greeting. */
function greeted(state: TurnState): TurnStep {
  const isQuiet = state.person === 'silent' && state.reply === 'none'
  return isQuiet ? step({ ...state, reply: 'making' }, ['make-greeting']) : step(state, [])
}

function inputsGiven(state: TurnState): TurnStep {
  if (state.reply !== 'waiting') return step(state, [])
  // Still speaking: the pause that follows asks anew, and the reply answers all of it.
  if (state.person === 'speaking') return step({ ...state, reply: 'none' }, [])
  return step({ ...state, reply: 'making' }, ['make-reply'])
}

function step(state: TurnState, effects: readonly TurnEffect[]): TurnStep {
  return { state, effects }
}
