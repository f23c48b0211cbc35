import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { isUnreachable } from "../api/useReadable.ts";
import { ErrorState } from "../kit/ErrorState.tsx";
import { NotFound } from "./NotFound.tsx";
import classes from "./Page.module.css";

const askEvery_ms = 3_000;

/** Loads the page again as soon as the server is there: nobody stands at a display to press a button. */
function useComeBack(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(() => {
      fetch("/readyz").then(
        (answer) => answer.ok && location.reload(),
        () => undefined, // still away
      );
    }, askEvery_ms);
    return () => clearInterval(timer);
  }, [wanted]);
}

/** A screen broke, or its code could not be loaded (the server was updated, or is away). */
export function RouteError() {
  const { t } = useTranslation();
  const error = useRouteError();
  useComeBack(isUnreachable(error));
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return (
    <main className={classes["centred"]} aria-label={t("error.title")}>
      <ErrorState error={error} retry={() => location.reload()} />
    </main>
  );
}
