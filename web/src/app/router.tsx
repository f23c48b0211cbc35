import { createBrowserRouter, type RouteObject } from "react-router";
import { Home } from "./Home.tsx";
import { NotFound } from "./NotFound.tsx";
import { RouteError } from "./RouteError.tsx";
import { Shell } from "./Shell.tsx";
import { SignIn } from "./SignIn.tsx";
import { WholePage } from "./WholePage.tsx";

// Every space is a chunk of its own, loaded when it is first opened.
const staff: RouteObject[] = [
  { index: true, Component: Home },
  { path: "desk/*", lazy: async () => ({ Component: (await import("../spaces/desk/Desk.tsx")).Desk }) },
  {
    path: "account",
    lazy: async () => ({ Component: (await import("../spaces/account/Account.tsx")).Account }),
  },
  { path: "floor/*", lazy: async () => ({ Component: (await import("../spaces/floor/Floor.tsx")).Floor }) },
  {
    path: "reports",
    lazy: async () => ({ Component: (await import("../spaces/reports/Reports.tsx")).Reports }),
  },
  {
    path: "studio/*",
    lazy: async () => ({ Component: (await import("../spaces/studio/Studio.tsx")).Studio }),
  },
];

// Screens without a person: a device or a visitor, each by the token in its link;
// a device without one is asked which it is.
const pair = async () => ({ Component: (await import("../spaces/pair/Pair.tsx")).Pair });

const devices: RouteObject[] = [
  ...["pair", "kiosk", "display", "wall"].map((path) => ({ path, lazy: pair })),
  { path: "wall/:token", lazy: async () => ({ Component: (await import("../spaces/wall/Wall.tsx")).Wall }) },
  {
    path: "kiosk/:token",
    lazy: async () => ({ Component: (await import("../spaces/kiosk/Kiosk.tsx")).Kiosk }),
  },
  {
    path: "display/:token",
    lazy: async () => ({ Component: (await import("../spaces/display/Display.tsx")).Display }),
  },
  { path: "join/:token", lazy: async () => ({ Component: (await import("../spaces/join/Join.tsx")).Join }) },
  { path: "t/:token", lazy: async () => ({ Component: (await import("../spaces/turn/Turn.tsx")).Turn }) },
];

// What is shown while the first space loads: it is there before a spinner would be.
function Nothing() {
  return null;
}

export function makeRouter() {
  return createBrowserRouter([
    {
      path: "/",
      ErrorBoundary: RouteError,
      HydrateFallback: Nothing,
      children: [
        { path: "sign-in", Component: SignIn },
        { Component: Shell, children: staff },
        { Component: WholePage, children: devices },
        { path: "*", Component: NotFound },
      ],
    },
  ]);
}
