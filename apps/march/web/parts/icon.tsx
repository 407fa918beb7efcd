/** The few icons, as strokes in the colour of the text. Never alone: a label says the same. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  menu: "M4 7h16M4 12h16M4 17h16",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  map: "M9 4L3.5 6.5v13.5L9 17.5l6 2.5 5.5-2.5V4L15 6.5 9 4zM9 4v13.5M15 6.5V20",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  me: "M12 3v3M12 18v3M3 12h3M18 12h3M12 6.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM12 11.2a.8.8 0 100 1.6.8.8 0 000-1.6z",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  close: "M6 6l12 12M18 6L6 18",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 005 9.500C5 14.800 12 21 12 21zM12 12a2.500 2.500 0 100-5 2.500 2.500 0 000 5z",
  alert: "M12 4L2.500 20h19L12 4zM12 10v5M12 17.600h.01",
  messages: "M4 5h16v11H9l-5 4V5z",
  stop: "M7 7h10v10H7z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
