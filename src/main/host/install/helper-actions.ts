/** The verbs of the helper that an operator may be allowed, and how polkit asks for them. Source: resources/host. */
export const helperActions = [
  {
    verb: 'hold',
    message: 'Switchyard wants to prepare the host for a heavy start, and gives it back after it',
  },
  { verb: 'restore', message: 'Switchyard wants to give the host back as it was' },
  { verb: 'keep', message: 'Switchyard wants to leave swap on that was to be taken off' },
  { verb: 'swap-on', message: 'Switchyard wants to put swap on' },
  { verb: 'swap-off', message: 'Switchyard wants to take its swap off' },
  { verb: 'guards-pause', message: 'Switchyard wants to pause what protects the host against a full memory' },
  { verb: 'guards-resume', message: 'Switchyard wants to let the protection against a full memory go on' },
  { verb: 'flush', message: 'Switchyard wants to drop the page cache' },
  { verb: 'status', message: 'Switchyard wants to look at what it has changed on the host' },
] as const
