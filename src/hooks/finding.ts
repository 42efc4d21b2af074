/** Something that `check` found. */
export interface Finding {
  /**
   * - `half_attached`, `half_detached`: a command did not finish
   * - `drift`: a setting is not what attach made it
   * - `elsewhere`: an attached number points somewhere else now
   * - `gone`: the project does not have an attached number any more
   * - `ghost`: a number points at a hook that does not exist
   * - `bin`: a LaML bin is missing, or is there for nothing
   * - `by_hand`, `foreign`: nothing is wrong, but it is good to know: a number that was pointed at a hook without attach, and
   *   one that seems to point at a hook of another installation
   */
  readonly problem:
    | 'half_attached'
    | 'half_detached'
    | 'drift'
    | 'elsewhere'
    | 'gone'
    | 'ghost'
    | 'bin'
    | 'by_hand'
    | 'foreign'
    | 'failed'
  readonly hookId?: string | undefined
  readonly hook?: string | undefined
  readonly number?: string | undefined
  /** What was found, and what was or can be done about it, in sentences. */
  readonly message: string
  /** `todo`: only a person can; `none`: nothing is wrong. */
  readonly repair: 'done' | 'possible' | 'todo' | 'none'
}

export const isProblem = ({ repair }: Finding): boolean => repair === 'possible' || repair === 'todo'
