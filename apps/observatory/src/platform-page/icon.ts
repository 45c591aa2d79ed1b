/** An eye whose pupil is the tick of a job that is done. */
export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="#1a56b8"/><path d="M5 20c4-7 9-10.500 15-10.500S31 13 35 20c-4 7-9 10.500-15 10.500S9 27 5 20z" fill="none" stroke="#fff" stroke-width="2.400" stroke-linejoin="round"/><path d="m14.500 20.200 4 4 7-8" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>
`;
