/** Light, dark, or as the phone: on the page's root, where the style looks for it. */
import type { Settings } from "./settings.ts";

export function wear(theme: Settings["theme"]): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
}
