import {
  all,
  anything,
  bool,
  byType,
  type Check,
  exactlyOne,
  list,
  object,
  someOf,
  string,
  url,
  word,
} from './check.ts';
import { accessory, actionElement, buttonElement, contextElement, image, inputElement } from './elements.ts';
import { anyText, plainText, slackFile } from './objects.ts';

function block(
  type: string,
  required: { [name: string]: Check },
  optional: { [name: string]: Check } = {},
): Check {
  return object({ type: word(type), ...required }, { block_id: string(255), ...optional });
}

const richText = block('rich_text', { elements: list(1, 100, anything) });
const cell = byType(
  {
    raw_text: object({ type: word('raw_text'), text: string(10_000) }),
    raw_number: object({ type: word('raw_number') }, { value: anything, text: anything }),
    rich_text: richText,
  },
  'cell',
);

/** The blocks any surface may show. */
const common: { [type: string]: Check } = {
  header: block('header', { text: plainText(150) }),
  divider: block('divider', {}),
  section: all(
    block(
      'section',
      {},
      { text: anyText(3000), fields: list(1, 10, anyText(2000)), accessory, expand: bool },
    ),
    someOf('text', 'fields'),
  ),
  context: block('context', { elements: list(1, 10, contextElement) }),
  actions: block('actions', { elements: list(1, 25, actionElement) }),
  image: all(
    block(
      'image',
      { alt_text: string(2000) },
      { image_url: url(3000), slack_file: slackFile, title: plainText(2000) },
    ),
    exactlyOne('image_url', 'slack_file'),
  ),
  input: block(
    'input',
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: bool, dispatch_action: bool },
  ),
  rich_text: richText,
  video: block(
    'video',
    { video_url: url(3000), thumbnail_url: url(3000), alt_text: string(2000), title: plainText(199) },
    {
      title_url: url(3000),
      author_name: string(49),
      provider_name: string(49),
      provider_icon_url: url(3000),
      description: plainText(199),
    },
  ),
};

/** The blocks only a message may show. */
const messageOnly: { [type: string]: Check } = {
  markdown: block('markdown', { text: string(12_000) }),
  table: block(
    'table',
    { rows: list(1, 100, list(1, 20, cell)) },
    { column_settings: list(0, 20, anything) },
  ),
  alert: block(
    'alert',
    { text: anyText(3000) },
    { level: word('default', 'info', 'warning', 'error', 'success') },
  ),
  card: block(
    'card',
    {},
    {
      hero_image: image,
      icon: image,
      title: anyText(150),
      subtitle: anyText(150),
      body: anyText(200),
      actions: list(1, 3, buttonElement),
    },
  ),
};

export const messageBlock = byType({ ...common, ...messageOnly }, 'block');
export const viewBlock = byType(common, 'block');
