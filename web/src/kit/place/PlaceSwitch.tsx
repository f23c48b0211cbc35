import { Menu, UnstyledButton } from "@mantine/core";
import {
  IconBuilding,
  IconBuildingCommunity,
  IconCheck,
  IconChevronDown,
  IconMapPin,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNames, useOrganisation } from "../../api/organisation.ts";
import type { Place } from "../../kit/place/place.ts";
import classes from "./Place.module.css";

const icons = { org: IconBuilding, region: IconMapPin, site: IconBuildingCommunity };

export interface PlaceSwitchProps {
  places: readonly Place[];
  place: Place;
  onChange: (node: string) => void;
}

/** Which part of the organisation is watched, as far as the user's rights go. */
export function PlaceSwitch({ places, place, onChange }: PlaceSwitchProps) {
  const { t } = useTranslation("place");
  const word = usePlaceName();
  const Icon = icons[place.kind];
  const now = (
    <>
      <Icon size={18} stroke={1.5} aria-hidden />
      <span className={classes["placeName"]}>{word(place)}</span>
    </>
  );
  if (places.length < 2) return <div className={classes["place"]}>{now}</div>;
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <UnstyledButton className={classes["place"]} aria-label={t("choose", { place: word(place) })}>
          {now}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: "auto" }}>
        <Menu.Label>{t("title")}</Menu.Label>
        {places.map((other) => {
          const Other = icons[other.kind];
          const chosen = other.node === place.node;
          return (
            <Menu.Item
              key={other.node}
              style={{ paddingInlineStart: 12 + other.depth * 16 }}
              leftSection={<Other size={16} stroke={1.5} aria-hidden />}
              rightSection={chosen ? <IconCheck size={14} aria-hidden /> : undefined}
              aria-current={chosen || undefined}
              onClick={() => onChange(other.node)}
            >
              {word(other)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A place's name in the reader's language. */
export function usePlaceName(): (place: Pick<Place, "kind" | "key">) => string {
  const names = useNames();
  const { data: organisation } = useOrganisation();
  return (place) => {
    switch (place.kind) {
      case "org":
        return organisation?.name ?? "";
      case "region":
        return names.region(place.key);
      case "site":
        return names.site(place.key);
    }
  };
}
