/** Says that a newer version waits. Nothing happens by itself: a march may be going on. */
import type { App } from "../app.ts";
import { text } from "../text.ts";

export function RenewalNotice({ app }: { readonly app: App }) {
  if (!app.renewal.isWaiting.value) return null;
  const { waits, update, what } = text.device.renewal;
  const isSharing = app.openMarch.value?.sharing.isSharing.value ?? false;
  return (
    <div class="renewal" role="status" data-testid="renewal">
      <p>
        {waits} {isSharing && what}
      </p>
      <button
        type="button"
        class="button plain"
        data-testid="renew"
        onClick={() => void app.renewal.renew()}
      >
        {update}
      </button>
    </div>
  );
}
