import { ActionIcon, Button, Input, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { list } from "../model/path.ts";
import { useNodeOptions } from "../model/useNodeOptions.ts";
import { useRoleOptions } from "../model/useRoles.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";

interface Grant {
  role: string;
  at: string;
}

/** The roles somebody has, each at a place of the organisation. */
export function GrantsField({ value, onChange, label, description, error, disabled }: FieldProps<"grants">) {
  const { t } = useTranslation("studio");
  const grants = list<Grant>(value);
  const roles = useRoleOptions();
  const nodes = useNodeOptions();
  const put = (index: number, grant: Grant) => onChange(grants.with(index, grant));
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
      {grants.map((grant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grants have no identity but their place
        <div key={index} className={classes["grant"]}>
          <Select
            aria-label={t("field.role")}
            data={roles}
            searchable
            allowDeselect={false}
            disabled={disabled}
            value={grant.role}
            onChange={(role) => put(index, { ...grant, role: role ?? "" })}
          />
          <Select
            aria-label={t("field.at")}
            data={nodes}
            searchable
            allowDeselect={false}
            disabled={disabled}
            value={grant.at}
            onChange={(at) => put(index, { ...grant, at: at ?? "" })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("form.remove", { number: index + 1 })}
            disabled={disabled}
            onClick={() => onChange(grants.toSpliced(index, 1))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {!disabled && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...grants, { role: "agent", at: "org" }])}
        >
          {t("form.addRole")}
        </Button>
      )}
    </Input.Wrapper>
  );
}
