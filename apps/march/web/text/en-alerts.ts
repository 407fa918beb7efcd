/** What the page says, in English, of alerts, and of what the node did not take. */
export const alerts = {
  /** On the map, beside nothing else: one letter or sign for each kind, all different. */
  signs: {
    "police-line": "P",
    exit: "E",
    danger: "!",
    medic: "+",
    route: "R",
    "meeting-point": "M",
  },
  kinds: {
    "police-line": "Police line",
    exit: "Exit",
    danger: "Danger",
    medic: "Medic",
    route: "Route",
    "meeting-point": "Meeting point",
  },

  heading: "Alerts",
  none: "None now.",
  tell: "Alert",
  tellHeading: "What do you see?",
  everyone:
    "Everyone in the march sees it there, and who tells it. Until others confirm it, it counts as a rumour.",
  asSteward:
    "Everyone in the march sees it there, and who tells it. You are a steward: it counts as confirmed at once.",
  where: "Where?",
  here: "Where I am",
  onMap: "Another place",
  chosen: "Chosen on the map",
  exact:
    "Others see you to about 200 m. An alert tells its place exactly, also where you are: choose.",
  looking: "Looking for your position …",
  nowhere: "This phone gives no position: choose a place on the map.",
  lasts: (duration: string) => `for ${duration}`,
  cancel: "Cancel",
  left: (count: number) =>
    count === 1 ? "You can tell 1 more for now." : `You can tell ${count} more for now.`,
  wait: (duration: string) => `You have told many. The next one in ${duration}.`,
  full: "No room for more alerts now: old ones go as they expire.",

  aim: "Move the map under the cross.",
  aimKeys: "Arrow keys move it too, Enter takes the place.",
  aimHere: "This place",

  told: (kind: string) => `You told: ${kind}`,
  undo: "Undo",

  /** Beside the kind, on the map; what is confirmed needs no more. */
  mapState: {
    unconfirmed: "not confirmed",
    disputed: "disputed",
    waits: "not sent",
  },
  state: {
    one: "Not confirmed: 1 person says so",
    more: (groups: number) =>
      groups === 1
        ? "Not confirmed: 1 person and 1 other group say so"
        : `Not confirmed: 1 person and ${groups} other groups say so`,
    confirmed: (groups: number) => `Confirmed by ${groups} other groups`,
    steward: "Confirmed by a steward",
    disputed: (against: number, others: number) =>
      `Disputed: ${against === 1 ? "1 group says" : `${against} groups say`} it is not so${others === 0 ? "" : `, ${others} ${others === 1 ? "confirms" : "confirm"}`}`,
    disputedBySteward: "Disputed by a steward",
    waits: "Not sent yet: no connection",
    waitsLive: "Sending …",
  },
  groups: "A group came by the same invite link. Two that know of it apart are needed.",
  seen: (age: string) => `seen ${age}`,
  goes: (duration: string) => `goes in ${duration}`,
  by: (code: string) => `told by Person ${code}`,
  byYou: "told by you",

  confirm: "I see it too",
  dispute: "It is not so",
  takeBack: "Press again to take it back.",
  withdraw: "Withdraw it",
  withdrawSteward: "Take it down (steward)",
  show: "Show on the map",
  showShort: "Show",
  close: "Close",

  news: (kind: string, way: string | null) =>
    way === null ? `Confirmed: ${kind}` : `Confirmed: ${kind}, ${way}`,
  newsMore: (count: number) => `${count} more`,

  refused: {
    heading: "Not taken by the server",
    what: {
      alerts: (kind: string) => `Your alert (${kind})`,
      alertsBack: "Withdrawing an alert",
      verdicts: "What you said of an alert",
      posts: (text: string) => `Your message “${text}”`,
      postsBack: "Taking back a message",
      banners: (name: string) => `The name “${name}”`,
      other: "What you sent",
    },
    why: {
      fast: "You have said much. Wait a while, then try again.",
      full: "There is no room for more now. Wait a while.",
      over: "It is over already.",
      clock: "Its time is wrong: set this phone’s clock to automatic.",
      own: "It is your own.",
      enough: "Enough people have said so.",
      gone: "It is not there any more.",
      steward: "Only a steward may do that.",
      member: "You are not in that contingent any more.",
      taken: "Another contingent is called so.",
      soon: "It was changed a moment ago. Try again in a few seconds.",
      removed: "A steward has removed you from this march.",
      mine: "It belongs to someone else.",
      said: "It was said already, and stays as it is.",
      other: "The server could not take it.",
    },
  },
};
