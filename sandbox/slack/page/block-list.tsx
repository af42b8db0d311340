import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts';
import type { PageSurface } from '../page-protocol.ts';
import { Control } from './control.tsx';
import { StaticBlock } from './static-block.tsx';

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
