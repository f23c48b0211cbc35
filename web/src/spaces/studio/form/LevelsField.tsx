import { ActionIcon, Button, Input, Menu, SegmentedControl } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOptions } from "../model/useObjects.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";

export type Levels = Record<string, number>;

/** Skills with their levels, 1 (learning) to 5 (expert). */
export function LevelsField({ value, onChange, label, description, error, disabled }: FieldProps<"levels">) {
  const levels = typeof value === "object" && value !== null ? (value as Levels) : {};
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
      <LevelList levels={levels} onChange={onChange} disabled={disabled} />
    </Input.Wrapper>
  );
}

export interface LevelListProps {
  levels: Levels;
  onChange: (levels: Levels) => void;
  disabled: boolean;
}

export function LevelList({ levels, onChange, disabled }: LevelListProps) {
  const { t } = useTranslation("studio");
  const skills = useOptions("skill");
  const word = (key: string) => skills.find((skill) => skill.value === key)?.label ?? key;
  const free = skills.filter((skill) => levels[skill.value] === undefined);
  return (
    <div className={classes["levels"]}>
      {Object.keys(levels)
        .toSorted()
        .map((skill) => (
          <div key={skill} className={classes["level"]}>
            <span>{word(skill)}</span>
            <SegmentedControl
              size="xs"
              aria-label={t("form.levelOf", { skill: word(skill) })}
              disabled={disabled}
              data={["1", "2", "3", "4", "5"]}
              value={String(Math.max(1, levels[skill] ?? 1))}
              onChange={(level) => onChange({ ...levels, [skill]: Number(level) })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("form.without", { name: word(skill) })}
              disabled={disabled}
              onClick={() => {
                const { [skill]: _, ...others } = levels;
                onChange(others);
              }}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
      {free.length > 0 && !disabled && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />}>
              {t("form.addSkill")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((skill) => (
              <Menu.Item key={skill.value} onClick={() => onChange({ ...levels, [skill.value]: 3 })}>
                {skill.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
