import { useMediaQuery } from "@mantine/hooks";

/**
 * Where the board is narrow, columns that matter less go away; what they say is in
 * the panel of each row. Board.module.css lays the board out for the same widths.
 */
export function useCompact(): boolean {
  return useNarrow(1400);
}

/** The height of a row (px): of two lines where the site stands below the name. */
export function useRowHeight(manySites: boolean): number {
  return useCompact() && manySites ? 44 : 32;
}

/** Whether the page is narrower than so many pixels. */
export function useNarrow(width_px: number): boolean {
  return useMediaQuery(`(max-width: ${width_px - 1}px)`, false, { getInitialValueInEffect: false });
}
