/** Every text of the page, in English. A translation is another object of this type. */
import { alerts } from "./en-alerts.ts";
import { device } from "./en-device.ts";
import { contingents, feeds } from "./en-feeds.ts";
import { notices } from "./en-notices.ts";
import { security } from "./en-security.ts";
import { stewards } from "./en-stewards.ts";

export const en = {
  title: "March",
  paused: (title: string) => `Paused · ${title}`,

  start: {
    heading: "March",
    what: "See where your people are while you march, and forget it afterwards.",
    how: "Everyone who has the link sees their own contingent on a live map; other contingents only as a circle. No account, no name; the server keeps positions in memory only.",
    make: "Make a march",
    makeWhy: "You get a link and a QR code for others.",
    join: "Join a march",
    pasteLabel: "Paste the invite link",
    pasteHint: "Or scan its QR code with your phone’s camera.",
    open: "Open",
    yours: "On this phone",
    until: (time: string) => `until ${time}`,
    security: "How safe is this?",
  },

  pasted: {
    not_a_link: "This is not the link of a march. It looks like …/march/… with letters after it.",
    other_server: "This link belongs to another server. Open it in your browser.",
    no_invite: "A part of this link is missing. Ask for it again.",
  },

  make: {
    heading: "Make a march",
    name: "Name of the march",
    nameHint: "Stands in the link only. The server never learns it.",
    contingents: "Contingents to choose from",
    contingentsHint:
      "With commas between. If empty: Front, Middle, Back, Medics. Anyone may type another.",
    contingentsExample: "Nurses, Students, Neighbours",
    hours: "Ends after",
    lifetime: "Delete each position after",
    lifetimeHint: "On every phone and on the server. Nobody can make it longer later.",
    lifetimes: [
      [1_800, "30 min"],
      [3_600, "1 h"],
      [7_200, "2 h"],
    ] as readonly (readonly [number, string])[],
    submit: "Make it",
    busy: "Making …",
  },

  invite: {
    heading: "Invite people",
    what: "Whoever has this link can join and see their contingent. Pass it on to people, not to public places.",
    qr: (name: string) => `QR code of the invite link to ${name}`,
    link: "The link",
    share: "Share the link",
    copy: "Copy the link",
    copied: "Copied ✓",
    notCopied: "Not copied: press and hold the link",
    local: "This address works on this computer only.",
    localWhat:
      "Others need one that starts with https:// and leads to this server: whoever runs it sets that up. Over plain http, phones share no position. To try it alone, open the link in another browser or in a private window: a second window of this one is the same person.",
    next: "Join it myself",
    display: "Link for a display",
    displayWhat:
      "Opens a march that only watches, for a screen at a meeting point. It shows everyone exactly: give it to few.",
    displayMake: "Make a display link",
    displayLink: { link: "The display link", copy: "Copy the display link" },
  },

  join: {
    heading: (name: string) => (name === "" ? "Join the march" : `Join ${name}`),
    contingent: "Your contingent",
    contingentHint: "The people you march with. They see you exactly, and you them.",
    suggestions: ["Front", "Middle", "Back", "Medics"] as readonly string[],
    own: "Another name",
    what: "When you tap Share, your contingent sees your exact place, and so does whoever a steward gave a link for a display; everyone else sees only a circle for five people or more; and whoever runs this server could read it. It is gone after",
    notYet: "Joining shares nothing yet.",
    submit: "Join",
    busy: "Joining …",
    lifetimeUnknown: "2 hours at most.",
    contingentMissing: "Choose or type a contingent.",
  },

  watch: {
    heading: (name: string) => (name === "" ? "Watch the march" : `Watch ${name}`),
    what: "This link is for a display. It shows everyone who shares, exactly, and shares nothing of this phone. Whoever sees this screen sees them all.",
    /** The node asks everyone for one. Nobody sees this one. */
    contingent: "Display",
    submit: "Watch",
  },

  map: {
    label: "Map. Arrow keys move it, plus and minus zoom. The list has the same in words.",
    loading: "Loading the map …",
    failed: "The map could not be loaded. The list works without it.",
    again: "Try again",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    follow: "Follow me",
    fit: "Show everyone",
    square: (distance: string) => `A square is ${distance} wide`,
    empty: "Nobody else of your contingent shares yet.",
    emptyNotSharing: "Nobody shares yet. Tap Share to be the first.",
    emptyDisplay: "Nobody shares yet.",
    emptyInvite: "Invite",
    streetsFailed: "Streets could not be loaded.",
    you: "you",
    close: "Close",
  },

  march: {
    share: "Share my position",
    stop: "Stop sharing",
    map: "Map",
    list: "List",
    menu: "Menu",
    untitled: "March",
  },

  link: {
    connecting: "Connecting …",
    live: "Live",
    offline: "Offline: trying again",
    stopping: "The server is restarting: trying again",
    rejected: "Not connected",
  },

  sharing: {
    off: "Not sharing.",
    display: "This phone only watches.",
    starting: (every: string) => `Sharing every ${every}. Waiting for a first position …`,
    sending: (every: string) => `Sharing every ${every}. Sending …`,
    waiting: (every: string) => `Sharing every ${every}, not sent yet: no connection.`,
    sent: {
      seen: (every: string, age: string) => `Sharing every ${every}, last sent ${age}.`,
      spoken: (every: string) => `Sharing every ${every}, sent.`,
    },
    late: {
      seen: (age: string) => `Delayed by the network: last sent ${age}.`,
      spoken: "Delayed by the network.",
    },
    paused: "Paused while this page is not on the screen.",
    left: {
      seen: (age: string, until: string) =>
        `Not sharing, but your last place (${age}) is still seen until ${until}.`,
      spoken: (until: string) => `Not sharing, but your last place is still seen until ${until}.`,
    },
    perhaps: (until: string) =>
      `Not sharing. If you shared before, others may see that place until ${until}.`,
    withdrawing: "Stopped. Your pin goes away as soon as there is a connection.",
    withdraw: "Remove it",
    refused: (reason: string) => `The server refused your position. ${reason}`,
    full: "As many people share as this march can hold.",
  },

  trouble: {
    denied:
      "No position: this page may not ask for it. Allow location for this site in your browser’s settings.",
    unavailable: "The phone gives no position. Go outside, or switch location on.",
    timeout: "Still looking for your position. It comes faster outdoors.",
  },

  list: {
    everyone: "Everyone",
    sharing: (count: number) => (count === 1 ? "1 person shares." : `${count} people share.`),
    others: "Other contingents",
    othersNone: "None of five people or more.",
    person: (code: string) => `Person ${code}`,
    you: "You",
    people: (atLeast: number) => `${atLeast} people or more`,
    within: (distance: string) => `most within ${distance}`,
    still: "standing",
    moving: (direction: string, kmh: string) => `moving ${direction}, ${kmh} km/h`,
    from: (distance: string, direction: string) => `${distance} ${direction}`,
    noPlace: "Distances come when this phone knows its place.",
    announce: (count: number, nearest: string | null) => {
      if (count === 0) return "Nobody else of your contingent shares.";
      const who = count === 1 ? "1 other person shares" : `${count} other people share`;
      return nearest === null ? `${who}.` : `${who}, the nearest ${nearest}.`;
    },
  },

  menu: {
    heading: "Menu",
    close: "Close",
    settings: "Settings",
    invite: "Invite people",
    security: "How safe is this?",
    leave: "Leave this march",
    youAre: (code: string, contingent: string) => `You are Person ${code} of ${contingent}.`,
    ends: (time: string, lifetime: string) =>
      `The march ends at ${time}. Positions are deleted after ${lifetime}.`,
  },

  erase: {
    heading: "Erase everything?",
    what: "All that the march holds goes away, on all phones, for good: every position, alert and message, and the names and colours of contingents. People stay in, and who shares goes on sharing.",
    yes: "Erase everything",
    no: "Keep it",
    busy: "Erasing …",
    done: (positions: number) =>
      positions === 1
        ? "Erased: all of it, and 1 position."
        : `Erased: all of it, and ${positions} positions.`,
    unknown: "No answer came. It may be erased or not: look at the map and try again.",
  },

  leave: {
    heading: "Leave this march?",
    what: "Your pin is taken away and this phone forgets the march and its keys. To come back you need the link.",
    yes: "Leave",
    no: "Stay",
    busy: "Taking your pin away …",
    stays: (time: string) => `Your pin could not be taken away. Others may see it until ${time}.`,
    anyway: {
      what: "This phone forgets the march and its keys. To come back you need the link.",
      yes: "Leave anyway",
    },
    steward: "You are a steward of it: other stewards go on without you.",
    lastSteward:
      "As far as this phone knows you are its only steward: when you leave, nobody can remove anyone, erase or end it. Hand over first.",
  },

  notice: notices,

  fault: {
    unreachable: "The server does not answer. Is this phone online?",
    clock: "This phone’s clock is wrong. Set it to automatic and try again.",
    unknown: "The server could not do that.",
    busy: "The server has too much to do. Try again in a while.",
  },

  duration: {
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (h: number, min: number) => (min === 0 ? `${h} h` : `${h} h ${min} min`),
  },
  age: { now: "just now", ago: (duration: string) => `${duration} ago` },
  distance: {
    here: "right here",
    metres: (n: number) => `${n} m`,
    kilometres: (n: string) => `${n} km`,
  },
  /** Eight, clockwise from north. */
  compass: "north, north-east, east, south-east, south, south-west, west, north-west".split(
    ", ",
  ) as readonly string[],

  back: "Back",

  alerts,
  contingents,
  device,
  feeds,
  security,
  stewards,
};

export type Texts = typeof en;
