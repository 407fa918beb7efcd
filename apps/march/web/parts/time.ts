/** A time of day as this phone writes it, with the weekday when it is not today. */
export function timeText(atMs: number, nowMs: number): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return new Date(atMs).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    ...(isToday ? {} : { weekday: "short" }),
  });
}
