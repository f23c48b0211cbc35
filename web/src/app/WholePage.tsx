import { Suspense } from "react";
import { Outlet } from "react-router";

/** A space that fills the page: no bar, no person. */
export function WholePage() {
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  );
}
