/** What the page says, in English, where it does not go on. */
export const notices = {
  home: "To the start",
  reload: "Load the page again",
  insecure: {
    heading: "This page needs HTTPS",
    what: "Over plain http a phone tells no page where it is, and gives it no keys to sign with.",
    doesNot: "What does not work here",
    missing: [
      "sharing a position, and seeing others",
      "making a march, and joining one",
      "opening the page without a network",
    ] as readonly string[],
    person: "If somebody sent you this link",
    personWhat: "Put https:// in front of the address, or ask whoever sent it for another.",
    operator: "If this is your server",
    operatorWhat: [
      "Start it with --tls-cert and --tls-key, or behind a proxy that serves HTTPS.",
      "A certificate for a name is free of charge, for example from Let’s Encrypt.",
      "On this computer alone, http://localhost works without one.",
    ] as readonly string[],
  },
  old: {
    heading: "This browser is too old",
    what: "It cannot make the keys that this page signs with (Ed25519). Update it, or use a newer Firefox, Chrome or Safari.",
  },
  ended: {
    heading: "This march has ended",
    what: "Its positions are deleted on the server, and this phone has forgotten it.",
  },
  removed: {
    heading: "You were removed",
    what: "A steward has removed you from this march. What you shared there was taken back, and you cannot join it again with this phone’s key. If that is a mistake, talk to a steward.",
    forget: "Delete it from this phone",
  },
  revoked: {
    heading: "This invite was closed",
    what: "A steward has closed this link: nobody joins by it any more. Ask somebody in the march for another.",
  },
  stopped: {
    heading: "The march was ended",
    what: "A steward has ended it for everyone. Positions, alerts and messages are deleted on the server, and this phone has forgotten the march.",
  },
  invite: {
    heading: "This invite does not work",
    what: "The link is incomplete, or belongs to another march. Ask for it again, best as a QR code.",
  },
  missing: {
    heading: "No such march here",
    what: "It has ended and was deleted, or the link is mistyped.",
  },
  uninvited: {
    heading: "You need the invite link",
    what: "This address names a march, but not the invite to it. Ask someone in the march for the link or the QR code.",
  },
  outdated: {
    heading: "There is a newer version",
    what: "The server has been updated, and this page no longer understands it.",
  },
  broken: {
    heading: "Something broke",
    what: "That is our fault. Sharing has stopped. Load the page again; what you shared goes on being deleted in time.",
  },
};
