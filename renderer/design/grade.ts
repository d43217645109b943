import styles from './grade.module.css'

/** How a figure is to be judged: well within what there is, near its end, beyond it. */
export type Grade = 'good' | 'tight' | 'over'

/** The class that gives a figure the colour of its grade; words beside it say the same. */
export const gradeClass = (grade: Grade): string | undefined => styles[grade]
