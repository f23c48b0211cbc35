import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { list } from "../model/path.ts";
import { permissions, permissionWord } from "../model/roles.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";

/** What a role allows, one box each. */
export function PermissionsField({
  value,
  onChange,
  label,
  description,
  error,
  disabled,
}: FieldProps<"permissions">) {
  const { t } = useTranslation("studio");
  const given = list<string>(value);
  return (
    <Checkbox.Group label={label} description={description} error={error} value={given} onChange={onChange}>
      <div className={classes["boxes"]}>
        {permissions.map((permission) => (
          <Checkbox
            key={permission}
            value={permission}
            disabled={disabled}
            label={t(`permission.${permissionWord(permission)}`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
