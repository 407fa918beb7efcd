/** What the page says, in English, of this phone: settings, updates, the clock, panic. */
export const device = {
  settings: {
    heading: "Settings",
    interval: "Send my position every",
    intervalHint: "Less often saves battery and data.",
    keep: "Delete my position after",
    keepHint: "At the latest when the march deletes it. Counts from the next position on.",
    keepMarch: "as the march",
    blur: "How exact is my position?",
    blurExact: "exact",
    blurVague: "about 200 m",
    blurHint:
      "About 200 m: this phone moves it to the middle of a square before it sends it. Others are not told: to them it looks exact. An alert tells the exact place.",
    language: "Language",
    languageSystem: "as the browser",
    languageLater: (name: string) =>
      `${name} is not on this phone yet: it comes with the next connection.`,
    theme: "Light or dark",
    themes: { system: "as the phone", light: "light", dark: "dark" },
    kept: "These settings stay on this phone, but for the wish to delete earlier: it goes with each position.",
  },

  renewal: {
    waits: "A new version is ready.",
    update: "Update",
    what: "Loads the page again. Sharing stops until you tap it again.",
  },

  keeps: {
    nothing: "This browser keeps nothing: what is here goes when the page is closed.",
    some: "Not all could be kept or read. What was kept stays on this phone when the page is closed.",
    undeleted:
      "Something could not be deleted from this phone. To be sure, delete this site’s data in the browser’s settings.",
  },
  offlineStart: (since: string | null) =>
    `No connection${since === null ? "" : ` since ${since}`}. This phone shows what it keeps: no positions of others.`,
  unsent: (count: number) => `Waiting to be sent: ${count}.`,

  clock: {
    slow: (by: string) => `This phone’s clock is ${by} slow. The page corrects it.`,
    fast: (by: string) => `This phone’s clock is ${by} fast. The page corrects it.`,
  },

  panic: {
    button: "Panic: wipe this phone",
    heading: "Wipe everything now?",
    what: "Takes your pins away if there is a network. Deletes keys, marches and settings from this phone. There is no way back.",
    stays: (time: string) =>
      `Without a network others may see a pin of yours until ${time} at most.`,
    yes: "Wipe now",
    no: "Cancel",
    busy: "Wiping …",
    failed: "The browser refused to delete something. Delete this site’s data in its settings.",
  },
};
