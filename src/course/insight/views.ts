/** What staff see of a class, each view as the parts of a reply. */

export { forInstructors, type Looking, look } from './asks.ts';
export {
  type OverviewGiven,
  overviewParts,
  type ReminderCounts,
  type RosterCounts,
  sideWords,
} from './overview.ts';
export { stuckParts, waitingParts } from './people.ts';
export { finishParts, sureParts, timeParts } from './pictures.ts';
export { type StudentGiven, studentParts, type Written } from './student.ts';
