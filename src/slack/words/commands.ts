/** The slash commands as they are called in this workspace. */
export interface CommandNames {
  readonly deploy: string;
  readonly env: string;
  readonly slipway: string;
}

/** @param prefix `COMMAND_PREFIX`, e.g. `gl-` for `/gl-deploy` */
export const commandNames = (prefix = ''): CommandNames => ({
  deploy: `/${prefix}deploy`,
  env: `/${prefix}env`,
  slipway: `/${prefix}slipway`,
});
