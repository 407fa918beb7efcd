/** After a panic: an empty page, that the back button does not lead away from to ours. */
export function leavePlainPage(): void {
  document.title = "";
  document.body.replaceChildren();
  location.replace("about:blank");
}
