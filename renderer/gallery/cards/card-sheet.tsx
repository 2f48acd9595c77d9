import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { StillCards } from "../../canvas/still-cards.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { galleryWords } from "../../words/gallery.ts";
import { Part } from "../part.tsx";
import { laidOut, leavingEdges, sheetCells } from "./sheet-design.ts";

const ZOOMS = ["0.3", "0.4", "1", "2"] as const;
type Zoom = (typeof ZOOMS)[number];

/** Every kind's card in each state, at one of the zooms at which cards show different things. */
export function CardSheet() {
  const [zoom, setZoom] = useState<Zoom>("1");
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <Part id="cards" title={galleryWords.cards.title} summary={galleryWords.cards.summary}>
      <Segmented label={galleryWords.cards.zoom} value={zoom} options={ZOOMS.map((each) => ({ value: each, label: each }))} onChange={setZoom} />
      <div ref={place} className="gallery-sheet">
        {width > 0 && <Sheet key={`${zoom} ${width}`} zoom={Number(zoom)} width={width} />}
      </div>
    </Part>
  );
}

function Sheet({ zoom, width }: { readonly zoom: number; readonly width: number }) {
  const { design, selected, height } = useMemo(() => sheetOf(zoom, width), [zoom, width]);
  return <StillCards design={design} selected={selected} zoom={zoom} width={width} height={height} />;
}

function sheetOf(zoom: number, width: number) {
  const cells = sheetCells();
  const { nodes, height } = laidOut(cells, width / zoom);
  return {
    design: { nodes: [...nodes], edges: [...leavingEdges(cells)] },
    selected: cells.filter(({ look }) => look === "selected").map(({ node }) => node.id),
    height: height * zoom,
  };
}
