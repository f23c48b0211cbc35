import { Select, Textarea } from "@mantine/core";
import { type RefObject, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisation } from "../../../api/organisation.ts";
import { useFormat } from "../../../i18n/useFormat.ts";
import type { Describing } from "../act/useDescription.ts";
import { leavesByRoot } from "../model/tree.ts";
import { byPath } from "./byPath.ts";
import classes from "./Contact.module.css";

// The server counts bytes; a letter has at most four.
const noteMax = 1_000;

export interface DescriptionProps {
  description: Describing;
  /** Fields to come back to when something is missing. */
  reasonField?: RefObject<HTMLInputElement | null>;
  outcomeField?: RefObject<HTMLInputElement | null>;
  /** The least height of the note, in lines. */
  noteRows?: number;
  /** Reason and result only, in one line. */
  compact?: boolean;
  /** Says that reason and result are still missing. */
  missing: boolean;
}

/** Why the customer came, how it ended, and what colleagues should know. */
export function Description(props: DescriptionProps) {
  const { description, reasonField, outcomeField, missing, compact = false, noteRows = 7 } = props;
  const { t } = useTranslation("desk");
  const format = useFormat();
  const { data: organisation } = useOrganisation();
  const { said, set } = description;
  const reasons = useMemo(
    () => leavesByRoot(organisation?.reasons ?? [], (reason) => format.text(reason.name)),
    [organisation, format],
  );
  const outcomes = useMemo(
    () =>
      (organisation?.dispositions ?? []).map(({ key, name }) => ({ value: key, label: format.text(name) })),
    [organisation, format],
  );
  const wanted = (value: string) => (missing && value === "" ? t("describe.missing") : undefined);
  return (
    <div className={`${classes["form"]} ${compact ? classes["compact"] : ""}`}>
      {!compact && (
        <Textarea
          className={classes["note"] ?? ""}
          label={t("describe.note")}
          placeholder={t("describe.noteHint")}
          value={said.note}
          maxLength={noteMax}
          autosize
          minRows={noteRows}
          maxRows={16}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      )}
      <Select
        {...(reasonField && { ref: reasonField })}
        label={t("describe.reason")}
        placeholder={t("describe.reasonHint")}
        data={reasons}
        filter={byPath}
        value={said.reason || null}
        error={wanted(said.reason)}
        searchable
        selectFirstOptionOnChange
        selectFirstOptionOnDropdownOpen
        allowDeselect={false}
        nothingFoundMessage={t("describe.nothing")}
        maxDropdownHeight={320}
        comboboxProps={{ withinPortal: true }}
        onChange={(reason) => set({ reason: reason ?? "" })}
      />
      <Select
        {...(outcomeField && { ref: outcomeField })}
        label={t("describe.outcome")}
        placeholder={t("describe.outcomeHint")}
        data={outcomes}
        value={said.outcome || null}
        error={wanted(said.outcome)}
        searchable
        selectFirstOptionOnChange
        selectFirstOptionOnDropdownOpen
        allowDeselect={false}
        nothingFoundMessage={t("describe.nothing")}
        comboboxProps={{ withinPortal: true }}
        onChange={(outcome) => set({ outcome: outcome ?? "" })}
      />
    </div>
  );
}
