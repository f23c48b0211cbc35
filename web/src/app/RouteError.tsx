import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { ErrorState } from "../kit/ErrorState.tsx";
import { NotFound } from "./NotFound.tsx";
import classes from "./Page.module.css";

/** A screen broke, or its code could not be loaded (the server was updated, or is away). */
export function RouteError() {
  const { t } = useTranslation();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return (
    <main className={classes["centred"]} aria-label={t("error.title")}>
      <ErrorState error={error} retry={() => location.reload()} />
    </main>
  );
}
