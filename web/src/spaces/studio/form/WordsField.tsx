import { Input, Textarea, TextInput } from "@mantine/core";
import { languageName } from "../../../i18n/spoken.ts";
import { words } from "../model/path.ts";
import { useOrganisationLanguages } from "../model/useOrganisationLanguages.ts";
import classes from "./Form.module.css";
import type { FieldProps } from "./fieldProps.ts";

/** A text in each language of the organisation; the first is the house's own and needed. */
export function WordsField({
  field,
  value,
  onChange,
  label,
  description,
  error,
  disabled,
}: FieldProps<"words">) {
  const languages = useOrganisationLanguages();
  const texts = words(value);
  const Control = field.long ? Textarea : TextInput;
  return (
    <Input.Wrapper
      component="fieldset"
      aria-label={label}
      labelElement="div"
      label={label}
      description={description}
      error={error}
      withAsterisk={field.required === true}
      className={classes["fieldset"] ?? ""}
    >
      <div className={field.long ? classes["stack"] : classes["pair"]}>
        {languages.map((language) => (
          <Control
            key={language}
            lang={language}
            aria-label={`${label}, ${languageName(language)}`}
            leftSection={<span className={classes["code"]}>{language}</span>}
            disabled={disabled}
            maxLength={field.long ? 500 : 120}
            {...(field.long && { autosize: true, minRows: 1, maxRows: 5 })}
            value={texts[language] ?? ""}
            onChange={(event) => {
              const { [language]: _, ...others } = texts;
              const text = event.currentTarget.value;
              onChange(text === "" ? others : { ...others, [language]: text });
            }}
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}
