/** The colour that a contingent has chosen; hollow where it has none. Never alone: a name follows. */
export function Swatch({ colour }: { readonly colour: number | null }) {
  return (
    <span
      class={`swatch ${colour === null ? "none" : `colour-${colour + 1}`}`}
      aria-hidden="true"
    />
  );
}
