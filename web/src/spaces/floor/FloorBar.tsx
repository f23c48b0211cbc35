import { IconLayoutDashboard, IconTicket } from "@tabler/icons-react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useNavigate } from "react-router";
import { api, data } from "../../api/client.ts";
import { useNames } from "../../api/organisation.ts";
import { type Command, type Search, useCommands, useSearch } from "../../kit/commands.ts";
import { PlaceSwitch, usePlaceName } from "../../kit/place/PlaceSwitch.tsx";
import type { Place } from "../../kit/place/place.ts";
import type { PlaceState } from "../../kit/place/usePlace.ts";
import { useMay } from "../../session/session.ts";
import classes from "./Board.module.css";
import { Devices } from "./devices/Devices.tsx";

/** Where one is and where one can go; what the palette can do here. */
export function FloorBar({ place, state }: { place: Place; state: PlaceState }) {
  const { t } = useTranslation("floor");
  const may = useMay();
  useFloorCommands(place, state);
  const at = `?at=${place.node}`;
  return (
    <header className={classes["head"]}>
      <PlaceSwitch places={state.places} place={place} onChange={state.setPlace} />
      <nav className={classes["tabs"]} aria-label={t("title")}>
        <NavLink to={`/floor${at}`} end className={classes["tab"] ?? ""}>
          <IconLayoutDashboard size={15} stroke={1.6} aria-hidden />
          {t("live")}
        </NavLink>
        {may("contact.view") && (
          <NavLink to={`/floor/contacts${at}`} className={classes["tab"] ?? ""}>
            <IconTicket size={15} stroke={1.6} aria-hidden />
            {t("contacts.title")}
          </NavLink>
        )}
      </nav>
      <span className={classes["spring"]} />
      <Devices place={place} state={state} />
    </header>
  );
}

function useFloorCommands(place: Place, state: PlaceState): void {
  const { t } = useTranslation("floor");
  const navigate = useNavigate();
  const names = useNames();
  const may = useMay();
  const placeName = usePlaceName();
  const { places, setPlace } = state;
  const list: Command[] = [
    ...places
      .filter((other) => other.node !== place.node)
      .map((other) => ({
        id: `floor.place.${other.node}`,
        label: placeName(other),
        group: t("place.title"),
        run: () => setPlace(other.node),
      })),
    {
      id: "floor.contacts",
      label: t("contacts.title"),
      group: t("title"),
      run: () => void navigate(`/floor/contacts?at=${place.node}`),
    },
  ];
  const signature = list.map((command) => `${command.id} ${command.label}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says all that can be seen of the list
  const stable = useMemo(() => list, [signature]);
  useCommands("floor", stable);

  const search = useCallback<Search>(
    async (query, signal) => {
      if (!may("contact.view")) return [];
      const found = await data(
        api.GET("/api/v1/contacts", { params: { query: { q: query, limit: 8 } }, signal }),
      );
      return found.items.map((contact) => ({
        id: `contact.${contact.id}`,
        label: contact.label || t("contact.title"),
        description: [names.service(contact.service), names.site(contact.site)].filter(Boolean).join(" · "),
        group: t("contacts.title"),
        run: () => void navigate(`/floor/contacts/${contact.id}?at=${place.node}`),
      }));
    },
    [may, names, navigate, place.node, t],
  );
  useSearch("floor.contacts", search);
}
