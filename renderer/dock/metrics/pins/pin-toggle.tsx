import { Pin as PinIcon, PinOff } from "lucide-react";
import { useDocument } from "../../../stores/document-store.ts";
import { isIn, pinKeyOf, pinStore, usePins, type Pin } from "../../../stores/pins.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { metricsWords } from "../../../words/metrics.ts";

/** Pins a chart among the metrics, or lets it go. */
export function PinToggle({ pin, title }: { readonly pin: Pin; readonly title: string }) {
  const design = useDocument(pinKeyOf);
  const isPinned = isIn(usePins(design), pin);
  const { add, remove } = pinStore.getState();
  return (
    <IconButton
      className="pin-toggle"
      icon={isPinned ? PinOff : PinIcon}
      label={isPinned ? metricsWords.unpinFromMetrics(title) : metricsWords.pinToMetrics(title)}
      aria-pressed={isPinned}
      onClick={() => (isPinned ? remove : add)(design, [pin])}
    />
  );
}
