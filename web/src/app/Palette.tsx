import { createSpotlight, Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Command, searchAll, useCommandList } from "../kit/commands.ts";
import { Keys } from "../kit/Keys.tsx";
import { useLayer } from "../kit/layers.ts";
import { useMay } from "../session/session.ts";
import { grouped, matching } from "./paletteItems.ts";
import { spaces } from "./spaces.ts";

const [store, spotlight] = createSpotlight();
const searchFrom = 2;
const typingPause_ms = 150;

/** Finds and does: commands of the frame and the open screen, then what searches find. */
export function Palette({ wanted }: { wanted: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const commands = useCommandList();
  const [query, setQuery] = useState("");
  const [opened, setOpened] = useState(false);
  useLayer(opened, spotlight.close);
  const found = useFound(query);

  useEffect(() => {
    if (wanted > 0) spotlight.open();
  }, [wanted]);

  const own = useMemo<Command[]>(
    () =>
      spaces
        .filter((space) => may(space.permission))
        .map((space) => ({
          id: `go.${space.key}`,
          label: t(`space.${space.key}`),
          group: t("palette.places"),
          run: () => void navigate(space.path),
        })),
    [t, may, navigate],
  );

  const actions: SpotlightActionGroupData[] = grouped([
    ...found,
    ...matching([...commands, ...own], query),
  ]).map(([group, members]) => ({
    group,
    actions: members.map((command) => ({
      id: command.id,
      label: command.label,
      ...(command.description !== undefined && { description: command.description }),
      leftSection: command.icon,
      rightSection: command.keys ? <Keys keys={command.keys} /> : undefined,
      onClick: command.run,
    })),
  }));

  return (
    <Spotlight
      store={store}
      actions={actions}
      query={query}
      onQueryChange={setQuery}
      filter={(_, all) => all}
      shortcut={null}
      closeOnEscape={false}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      nothingFound={t("palette.nothing")}
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t("palette.hint"),
        "aria-label": t("palette.hint"),
        maxLength: 120,
      }}
    />
  );
}

// What the searches find, after a short pause in typing.
function useFound(query: string): Command[] {
  const [found, setFound] = useState<Command[]>([]);
  useEffect(() => {
    const words = query.trim();
    if (words.length < searchFrom) {
      setFound([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void searchAll(words, abort.signal).then((result) => {
        if (!abort.signal.aborted) setFound(result);
      });
    }, typingPause_ms);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return found;
}
