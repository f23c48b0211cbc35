import { Button, Input } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { list } from "../model/path.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";
import { LevelList, type Levels } from "./LevelsField.tsx";

interface Need {
  skill: string;
  level: number;
}

const alternativesMax = 4;

/** What an agent must be able to: all skills of one alternative; one alternative of several. */
export function NeedsField({ value, onChange, label, description, error, disabled }: FieldProps<"needs">) {
  const { t } = useTranslation("studio");
  const alternatives = list<Need[]>(value);
  const put = (index: number, levels: Levels) => {
    const needs = Object.keys(levels)
      .toSorted()
      .map((skill) => ({ skill, level: levels[skill] ?? 1 }));
    const next = needs.length === 0 ? alternatives.toSpliced(index, 1) : alternatives.with(index, needs);
    onChange(next);
  };
  // An alternative without skills is not stored: the empty one below is where it begins.
  const shown = alternatives.length === 0 ? [[]] : alternatives;
  return (
    <Input.Wrapper
      component="fieldset"
      aria-label={label}
      labelElement="div"
      label={label}
      description={description}
      error={error}
      className={classes["fieldset"] ?? ""}
    >
      {shown.map((needs, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no identity but their place
        <div key={index} className={classes["alternative"]}>
          {index > 0 && <span className={classes["or"]}>{t("form.or")}</span>}
          <LevelList
            levels={Object.fromEntries(needs.map((need) => [need.skill, need.level]))}
            disabled={disabled}
            onChange={(levels) =>
              alternatives.length === 0 ? onChange(startWith(levels)) : put(index, levels)
            }
          />
        </div>
      ))}
      {alternatives.length > 0 && alternatives.length < alternativesMax && !disabled && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...alternatives, [alternatives[0]?.[0] ?? { skill: "", level: 1 }]])}
        >
          {t("form.addAlternative")}
        </Button>
      )}
    </Input.Wrapper>
  );
}

function startWith(levels: Levels): Need[][] {
  return [Object.entries(levels).map(([skill, level]) => ({ skill, level }))];
}
