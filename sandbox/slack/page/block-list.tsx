import { type Block, Message } from 'slack-blocks-to-jsx';
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts';
import type { PageSurface } from '../page-protocol.ts';
import { Control } from './control.tsx';
import { useSlack } from './slack.ts';

/**
 * The named edge to the drawing library: the server has checked every block against Block Kit already, more strictly
 * than the library's types could.
 */
function isDrawable(block: JsonObject): block is JsonObject & Block {
  return typeof block.type === 'string';
}

/** Draws one block that nobody can press. */
function StaticBlock({ block }: { block: JsonObject }) {
  const { state } = useSlack();
  if (!isDrawable(block)) return null;
  const users = [...state.people.map(({ id, realName }) => ({ id, name: realName })), state.app];
  const { channels, groups } = state;
  return (
    <Message
      blocks={[block]}
      logo=""
      name=""
      theme="light"
      withoutWrapper
      data={{ users, channels, user_groups: groups }}
    />
  );
}

/** Draws blocks as Slack does. The library draws what is read; what is pressed is ours, because it must do something. */
export function BlockList({ blocks, surface }: { blocks: JsonObject[]; surface: PageSurface }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => {
        const blockId = stringOf(block.block_id);
        const key = blockId || index;
        const control = (element: JsonObject) => (
          <Control key={stringOf(element.action_id)} element={element} blockId={blockId} surface={surface} />
        );
        if (block.type === 'actions')
          return (
            <div key={key} className="actions">
              {objectsOf(block.elements).map(control)}
            </div>
          );
        const { accessory, ...rest } = block;
        if (!isObject(accessory) || accessory.type === 'image')
          return <StaticBlock key={key} block={block} />;
        return (
          <div key={key} className="with-accessory">
            <div>
              <StaticBlock block={rest} />
            </div>
            {control(accessory)}
          </div>
        );
      })}
    </div>
  );
}
