/**
 * The screens that nobody needs before they have joined, in one file of the build that a phone is
 * sent after its first screen.
 */
export { ContingentsScreen } from "./contingents.tsx";
export { FeedScreen } from "./feed.tsx";
export { InviteScreen } from "./invite.tsx";
export { Deciding } from "./member-sheet.tsx";
export { StewardScreens } from "./steward-screens.tsx";
