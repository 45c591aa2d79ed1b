import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './kit.module.css';

type Look = 'plain' | 'primary' | 'dangerous' | 'quiet' | 'icon';

/** The only button there is. `icon` wants an `aria-label`. */
export function Button({ look = 'plain', className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look }): ReactNode {
  const looks = { plain: '', primary: styles.primary, dangerous: styles.dangerous, quiet: styles.quiet, icon: `${styles.quiet} ${styles.icon}` } as const;
  return <button type="button" className={`${styles.button} ${looks[look]} ${className}`} {...rest} />;
}
