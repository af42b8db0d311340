import { useId, useState } from 'react';
import { type JsonObject, objectOf, objectsOf, stringOf, stringsOf, textOf } from '../json.ts';
import { readTextObject } from '../mrkdwn.ts';
import { useSlack } from './slack.ts';

interface Props {
  element: JsonObject;
  /** What stands in it; what the element began with when left out. */
  value?: string[];
  label?: string;
  describedBy?: string;
  invalid?: boolean;
  change: (value: string | string[]) => void;
}

const HTML_TYPES: { [type: string]: string } = {
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
};

function initialOf(element: JsonObject): string[] {
  const one = stringOf(objectOf(element.initial_option).value);
  const many = [
    ...objectsOf(element.initial_options).map((option) => stringOf(option.value)),
    ...stringsOf(element.initial_users),
  ];
  const text = stringOf(
    element.initial_value ?? element.initial_date ?? element.initial_time ?? element.initial_user,
  );
  return one !== '' ? [one] : many.length > 0 ? many : text === '' ? [] : [text];
}

/** Any input of Block Kit, as the matching control of the browser. */
export function FormControl(props: Props) {
  const { element } = props;
  const [local, setLocal] = useState(() => props.value ?? initialOf(element));
  const change = (value: string | string[]): void => {
    setLocal(typeof value === 'string' ? [value] : value);
    props.change(value);
  };
  const shared = { ...props, value: props.value ?? local, change };
  if (element.type === 'radio_buttons' || element.type === 'checkboxes') return <Choices {...shared} />;
  if (stringOf(element.type).endsWith('_select')) return <Menu {...shared} />;
  return <TextBox {...shared} />;
}

function aria({ element, label, describedBy, invalid }: Props) {
  return {
    'aria-label': label ?? (textOf(element.placeholder) || stringOf(element.action_id)),
    'aria-describedby': describedBy,
    'aria-invalid': invalid === true,
  };
}

function TextBox(props: Props & { value: string[] }) {
  const { element, value, change } = props;
  const common = {
    ...aria(props),
    value: value[0] ?? '',
    placeholder: textOf(element.placeholder),
    autoFocus: element.focus_on_load === true,
  };
  if (element.multiline === true)
    return <textarea {...common} rows={4} onChange={(event) => change(event.target.value)} />;
  const type = HTML_TYPES[stringOf(element.type)] ?? 'text';
  return <input {...common} type={type} onChange={(event) => change(event.target.value)} />;
}

interface Choice {
  value: string;
  label: string;
}

function useMenuChoices(element: JsonObject): { group: string; choices: Choice[] }[] {
  const { state } = useSlack();
  const type = stringOf(element.type).replace('multi_', '');
  const toChoice = (option: JsonObject): Choice => ({
    value: stringOf(option.value),
    label: textOf(option.text),
  });
  if (type === 'users_select')
    return [{ group: '', choices: state.people.map(({ id, realName }) => ({ value: id, label: realName })) }];
  if (type === 'channels_select' || type === 'conversations_select')
    return [{ group: '', choices: state.channels.map(({ id, name }) => ({ value: id, label: `#${name}` })) }];
  const groups = objectsOf(element.option_groups);
  if (groups.length === 0) return [{ group: '', choices: objectsOf(element.options).map(toChoice) }];
  return groups.map((group) => ({
    group: textOf(group.label),
    choices: objectsOf(group.options).map(toChoice),
  }));
}

function Menu(props: Props & { value: string[] }) {
  const { element, value, change } = props;
  const groups = useMenuChoices(element);
  const isMulti = stringOf(element.type).startsWith('multi_');
  const draw = (choices: Choice[]) =>
    choices.map((choice) => (
      <option key={choice.value} value={choice.value}>
        {choice.label}
      </option>
    ));
  return (
    <select
      {...aria(props)}
      multiple={isMulti}
      value={isMulti ? value : (value[0] ?? '')}
      onChange={(event) =>
        change(isMulti ? [...event.target.selectedOptions].map((option) => option.value) : event.target.value)
      }
    >
      {!isMulti && <option value="">{textOf(element.placeholder) || 'Choose…'}</option>}
      {groups.map(({ group, choices }) =>
        group === '' ? (
          draw(choices)
        ) : (
          <optgroup key={group} label={group}>
            {draw(choices)}
          </optgroup>
        ),
      )}
    </select>
  );
}

function Choices(props: Props & { value: string[] }) {
  const { element, value, change } = props;
  const name = useId();
  const isRadio = element.type === 'radio_buttons';
  const toggle = (wanted: string): void => {
    if (isRadio) change(wanted);
    else change(value.includes(wanted) ? value.filter((other) => other !== wanted) : [...value, wanted]);
  };
  return (
    <fieldset className="choices" {...aria(props)}>
      {objectsOf(element.options).map((option) => (
        <label key={stringOf(option.value)}>
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={name}
            checked={value.includes(stringOf(option.value))}
            onChange={() => toggle(stringOf(option.value))}
          />
          <span>
            {readTextObject(objectOf(option.text))}
            {textOf(option.description) !== '' && (
              <small>{readTextObject(objectOf(option.description))}</small>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
