import { Select, Stack, Text, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import type { DeskMe } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { startDirect } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import { useRefused } from "../act/useRefused.ts";
import { languageName } from "../model/language.ts";
import { servicesAt } from "../model/tree.ts";

/** The button for a visitor who stands there without a ticket, and its form. */
export function Direct({ me }: { me: DeskMe }) {
  const { t } = useTranslation("desk");
  const { data: organisation } = useOrganisation();
  const [opened, setOpened] = useState(false);
  const doing = useAct();
  const branch = organisation?.sites.find((site) => site.key === me.site)?.branch === true;
  if (!branch) return null;
  return (
    <>
      <ActButton
        name="direct"
        label={t("direct.open")}
        hint={t("direct.hint")}
        icon={<IconUserPlus size={16} aria-hidden />}
        doing={doing}
        onAct={() => setOpened(true)}
      />
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t("direct.open")}>
        {opened && <DirectForm me={me} onStarted={() => setOpened(false)} />}
      </Dialog>
    </>
  );
}

function DirectForm({ me, onStarted }: { me: DeskMe; onStarted: () => void }) {
  const { t } = useTranslation("desk");
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  const doing = useAct();
  const [service, setService] = useState("");
  const [language, setLanguage] = useState("");
  const [person, setPerson] = useState("");
  const refused = useRefused(doing, ["service", "language", "person"]);
  const site = organisation?.sites.find((candidate) => candidate.key === me.site);
  const languages = site?.languages ?? organisation?.languages ?? [];
  const start = async () => {
    const walker = {
      service,
      ...(language && { language }),
      ...(person.trim() && { person: person.trim() }),
    };
    if (await doing.run("startDirect", (headers) => startDirect(walker, headers))) onStarted();
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("direct.words")}
      </Text>
      <Select
        label={t("service")}
        error={refused.fields["service"]}
        data={servicesAt(organisation?.services ?? [], me.site).map(({ key, name }) => ({
          value: key,
          label: format.text(name),
        }))}
        value={service || null}
        onChange={(value) => setService(value ?? "")}
        searchable
        selectFirstOptionOnChange
        selectFirstOptionOnDropdownOpen
        allowDeselect={false}
        nothingFoundMessage={t("describe.nothing")}
        data-autofocus
      />
      <Select
        label={t("direct.language")}
        error={refused.fields["language"]}
        placeholder={t("direct.languageHint")}
        data={languages.map((key) => ({ value: key, label: languageName(format.language, key) }))}
        value={language || null}
        onChange={(value) => setLanguage(value ?? "")}
        clearable
      />
      <TextInput
        label={t("direct.person")}
        error={refused.fields["person"]}
        description={t("direct.personHint")}
        value={person}
        maxLength={64}
        onChange={(event) => setPerson(event.currentTarget.value)}
      />
      <Refusal doing={doing} at={refused} />
      <ActButton
        name="startDirect"
        label={t("direct.action")}
        primary
        keys="mod+Enter"
        blocked={service === "" ? t("serviceHint") : undefined}
        doing={doing}
        onAct={() => void start()}
      />
    </Stack>
  );
}
