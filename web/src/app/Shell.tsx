import { useMantineColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, NavLink, Outlet, useLocation } from "react-router";
import { ConnectionBanner } from "../kit/ConnectionBanner.tsx";
import { ErrorState } from "../kit/ErrorState.tsx";
import { RowSkeleton } from "../kit/Skeletons.tsx";
import { SlotProvider } from "../kit/Slot.tsx";
import { LiveProvider } from "../live/hooks.tsx";
import { applyLanguage } from "../session/applyLanguage.ts";
import { ChangePassword } from "../session/ChangePassword.tsx";
import { MeContext, sessionKey, useMay, useMe, useSession } from "../session/session.ts";
import { AlertBell } from "./alerts/AlertBell.tsx";
import { Logo } from "./Logo.tsx";
import { SearchButton } from "./SearchButton.tsx";
import classes from "./Shell.module.css";
import { openSpaces } from "./spaces.ts";
import { UserMenu } from "./UserMenu.tsx";

// What a person must do first who has to sign in with a second factor and has none.
const Enrol = lazy(() => import("../spaces/account/Enrol.tsx").then((module) => ({ default: module.Enrol })));

/** The frame of the staff's spaces: asks who it is, then bar, live feed and space. */
export function Shell() {
  const session = useSession();
  const location = useLocation();
  // Who was known stays known while the server is away: the spaces say so themselves,
  // keep what was typed, and catch up.
  if (session.data === undefined) {
    if (session.isError) return <ErrorState error={session.error} retry={() => void session.refetch()} />;
    return null;
  }
  if (session.data === null) {
    const to = `${location.pathname}${location.search}`;
    return <Navigate to={to === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`} replace />;
  }
  if (session.data.must_set_second_factor) {
    return (
      <MeContext value={session.data}>
        <Suspense fallback={null}>
          <Enrol />
        </Suspense>
      </MeContext>
    );
  }
  return (
    <MeContext value={session.data}>
      {session.data.must_change_password ? <PasswordFirst /> : <Frame key={session.data.id} />}
    </MeContext>
  );
}

/** The language and scheme that the user chose. */
function useOwnLook() {
  const { setColorScheme } = useMantineColorScheme();
  const { language, scheme } = useMe();
  useEffect(() => {
    applyLanguage(language);
    if (scheme !== undefined) setColorScheme(scheme);
  }, [language, scheme, setColorScheme]);
}

/** The server does nothing else for who has a password that somebody else set. */
function PasswordFirst() {
  useOwnLook();
  return (
    <main className={classes["shell"]}>
      <ChangePassword opened onClose={() => undefined} />
    </main>
  );
}

function Frame() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const may = useMay();
  const [presence, setPresence] = useState<HTMLElement | null>(null);
  useOwnLook();

  // A connection that keeps failing may mean that the session is over.
  const onTrouble = useCallback(() => void queries.invalidateQueries({ queryKey: sessionKey }), [queries]);
  const onNewBuild = useCallback(
    () =>
      notifications.show({
        id: "new-build",
        title: t("update.title"),
        message: t("update.words"),
        autoClose: false,
        closeButtonProps: { "aria-label": t("close") },
      }),
    [t],
  );

  return (
    <LiveProvider onTrouble={onTrouble} onNewBuild={onNewBuild}>
      <div className={classes["shell"]}>
        <a className={classes["skip"]} href="#content">
          {t("frame.skip")}
        </a>
        <header className={classes["bar"]}>
          <div className={classes["start"]}>
            <Link to="/" className={classes["home"]} aria-label={t("frame.home")}>
              <Logo />
            </Link>
            <SpaceSwitch />
          </div>
          <SearchButton />
          <div className={classes["end"]}>
            <div ref={setPresence} className={classes["slot"]} />
            {may("floor.view") && <AlertBell />}
            <UserMenu />
          </div>
        </header>
        <ConnectionBanner />
        <main id="content" tabIndex={-1} className={classes["content"]}>
          <SlotProvider presence={presence}>
            <Suspense fallback={<RowSkeleton rows={12} />}>
              <Outlet />
            </Suspense>
          </SlotProvider>
        </main>
      </div>
    </LiveProvider>
  );
}

function SpaceSwitch() {
  const { t } = useTranslation();
  const may = useMay();
  const open = openSpaces(may, useMe().agent);
  if (open.length < 2) return null;
  return (
    <nav className={classes["spaces"]} aria-label={t("frame.spaces")}>
      {open.map((space) => (
        <NavLink key={space.key} to={space.path} className={classes["space"] ?? ""}>
          {t(`space.${space.key}`)}
        </NavLink>
      ))}
    </nav>
  );
}
