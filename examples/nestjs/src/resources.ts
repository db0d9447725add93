/** Names are `department.name`, `topic.name` or `access-level.name`. */
export const resources = {
  design: ['finance.month_over_month', 'finance.cash_flow', 'marketing.funnel'],
  report: ['finance.quarter', 'growth.weekly_signups', 'marketing.campaigns', 'confidential.salaries'],
  dashboard: ['finance.overview', 'growth.activation', 'open.status'],
} as const

export type Kind = keyof typeof resources
