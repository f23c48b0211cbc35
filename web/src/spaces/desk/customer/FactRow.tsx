import type { ReactNode } from "react";

/** A line of what is known about a customer, in a list of them. */
export function FactRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
