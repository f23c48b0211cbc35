import { Checkbox, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import { Dialog } from "../../../kit/Dialog.tsx";
import type { DeskWork } from "../../../live/topics.ts";
import { ActButton } from "../act/ActButton.tsx";
import { nextService } from "../act/calls.ts";
import { Refusal } from "../act/Refusal.tsx";
import { useAct } from "../act/useAct.ts";
import type { Describing } from "../act/useDescription.ts";
import { useRefused } from "../act/useRefused.ts";
import { servicesAt } from "../model/tree.ts";

export interface NextServiceProps {
  opened: boolean;
  onClose: () => void;
  work: DeskWork;
  description: Describing;
}

/** A second matter of the same visitor: this one is closed as described, the next begins. */
export function NextService(props: NextServiceProps) {
  const { t } = useTranslation("desk");
  const { opened, onClose, work } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={t("next.title", { ticket: work.ticket ?? "" })}>
      {opened && <NextServiceForm {...props} />}
    </Dialog>
  );
}

function NextServiceForm({ onClose, work, description }: NextServiceProps) {
  const { t } = useTranslation("desk");
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  const doing = useAct();
  const [service, setService] = useState("");
  const [toQueue, setToQueue] = useState(false);
  const refused = useRefused(doing, ["service"]);
  const services = servicesAt(organisation?.services ?? [], work.site, work.service);
  const start = async () => {
    const done = await doing.run("startNext", (headers) =>
      nextService(work.contact, service, toQueue, description.toSay, headers),
    );
    if (!done) return;
    description.sent();
    onClose();
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("next.words")}
      </Text>
      <Select
        label={t("service")}
        error={refused.fields["service"]}
        data={services.map(({ key, name }) => ({ value: key, label: format.text(name) }))}
        value={service || null}
        onChange={(value) => setService(value ?? "")}
        searchable
        selectFirstOptionOnChange
        selectFirstOptionOnDropdownOpen
        allowDeselect={false}
        nothingFoundMessage={t("describe.nothing")}
        data-autofocus
      />
      <Checkbox
        label={t("next.toQueue")}
        checked={toQueue}
        onChange={(event) => setToQueue(event.currentTarget.checked)}
      />
      <Refusal doing={doing} at={refused} />
      <ActButton
        name="startNext"
        label={t("next.action")}
        primary
        keys="mod+Enter"
        blocked={service === "" ? t("serviceHint") : undefined}
        doing={doing}
        onAct={() => void start()}
      />
    </Stack>
  );
}
