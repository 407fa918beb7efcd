/** What is protected and what is not, in English: the longest text of the page. */
export const security = {
  heading: "How safe is this?",
  first: "The operator of this server can read positions today.",
  firstWhy:
    "They are encrypted on the way, not from the server. Use a server that is run by people you trust.",
  sections: [
    {
      heading: "What it does",
      points: [
        "Your exact place goes to your contingent only, and to screens that a steward gave a display link.",
        "Everyone else sees contingents of five people or more, as one circle with a number.",
        "Positions are kept in the server’s memory only, never on a disk, and at most as long as the march says: 30 minutes, 1 hour or 2 hours. Then they are gone, from the server and from every page that is open.",
        "Stop takes your pin away from every map that is connected, at once. A steward can erase everyone’s, with all else that the march holds.",
        "An alert is called a rumour until people who came by two other links, or a steward, confirm it. Who confirmed is told to nobody.",
        "There is no account, no phone number, no name. Each march gets a new random key, made on this phone.",
        "Nothing is loaded from anyone else: no ads, no counters, no map service that learns where you look.",
      ],
    },
    {
      heading: "What it does not",
      points: [
        "Whoever has the link can join, and choose any contingent. A screenshot of it is enough. Nobody proves who they are.",
        "A steward can remove a person and close a link. By a link that is open they may come back under a new key.",
        "Someone in your contingent may write down or photograph what they see. This cannot be erased.",
        "A pin may lie: a phone can send any place. So may an alert, also when it is confirmed.",
        "Everyone sees the exact place of an alert, and the letters of who told it: your contingent knows it is you.",
        "The march’s name and your contingents stand in the link. The server never gets the name; it does get the contingents that people choose.",
      ],
    },
    {
      heading: "What no page can help with",
      points: [
        "Your phone itself: the network’s towers know where it is, also when you share nothing here. So do other apps.",
        "Cameras, photographs, faces, and whoever takes your unlocked phone.",
        "If that is your danger, leave the phone at home.",
      ],
    },
    {
      heading: "What is kept on this phone",
      points: [
        "For each march: its link, its name, your contingent, your key, a pass for the server, what was not sent yet, alerts and messages until they expire, and which of them you have read; a steward’s also the links that they made, and for whom. And your settings. It goes when you leave the march or this page hears that it has ended; a day after its end, whenever this page is opened again.",
        "It is encrypted so that deleting is final, not against someone who copies this phone: the keys are on it. They read all of it and join as you; if you are a steward, they remove people and end the march as you.",
        "Panic deletes the keys, and with them all of that. It does not delete your browser’s history, nor what other phones have.",
        "Positions of others are in the page’s memory only. Close the page and they are gone.",
        "Your browser’s history may remember that you opened the link. Use a private window if that matters.",
      ],
    },
  ] as readonly { readonly heading: string; readonly points: readonly string[] }[],
};
