import { Skeleton, Stack } from "@mantine/core";

// Grey shapes in the size of what will come, so that nothing jumps when it does.

/** Rows of a list or table. */
export function RowSkeleton({ rows = 6, height = 36 }: { rows?: number; height?: number }) {
  return (
    <Stack gap={0} aria-hidden>
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <div key={row} style={{ height, display: "grid", alignContent: "center", padding: "0 12px" }}>
          <Skeleton height={10} width={`${90 - ((row * 17) % 35)}%`} radius="xl" />
        </div>
      ))}
    </Stack>
  );
}

/** A card with a head and some text. */
export function CardSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Stack gap="sm" p="md" aria-hidden>
      <Skeleton height={16} width="45%" radius="xl" />
      {Array.from({ length: lines }, (_, index) => index).map((line) => (
        <Skeleton key={line} height={10} width={`${95 - ((line * 23) % 40)}%`} radius="xl" />
      ))}
    </Stack>
  );
}
