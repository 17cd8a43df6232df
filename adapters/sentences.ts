/** What is said beside the lab, in the same words on every platform. */

/** @param lab how `/lab` is written where this is said */
export const sentences = (lab: string) =>
  ({
    notYours: `This button belongs to another student’s answer, so nothing was done. Type ${lab} to get your own.`,
    outdated: `This button is from another version of the lab. Type ${lab} to go on where you are.`,
    stillAnswering: (count: number) =>
      `One moment: I am still answering ${count} of your messages, so this one was not taken up and nothing of it is recorded. Send it again when those answers are there; ${lab} shows what is recorded, also of what gets no answer.`,
    failed: `Something went wrong here, not with you. What you have locked stands; type ${lab} to see where you are, and try again: twice does no harm.`,
    cannotShow: (platform: string) =>
      `${platform} did not let me show this answer. What you have locked stands; type ${lab} to see where you are.`,
  }) as const;
